"""Runs a module's test class as `slicer_add_python_unittest` does: every test_* alone, by its name."""

from __future__ import annotations

import sys
import unittest


def run_self_tests(module_name: str) -> unittest.TestResult:
    """Each test in a suite of its own; one result for all. Raises AssertionError where the class has no test."""
    test_class = getattr(sys.modules[module_name], module_name + "Test")
    names = unittest.TestLoader().getTestCaseNames(test_class)
    if not names:
        raise AssertionError(f"{module_name}Test has no test")
    result = unittest.TextTestResult(unittest.runner._WritelnDecorator(sys.stderr), True, 2)
    for name in names:
        suite = unittest.TestLoader().loadTestsFromName(f"{module_name}.{test_class.__name__}.{name}")
        suite.run(result)
    result.printErrors()
    return result
