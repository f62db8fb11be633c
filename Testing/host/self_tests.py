"""Runs a module's tests as Slicer's runUnitTest does: whatever test class the module's namespace holds."""

from __future__ import annotations

import sys
import unittest


def run_self_tests(module_name: str) -> unittest.TestResult:
    """One result for all that the loader finds, imported classes too. Raises AssertionError where it finds none."""
    suite = unittest.TestLoader().loadTestsFromName(module_name)
    if not suite.countTestCases():
        raise AssertionError(f"{module_name} has no test")
    result = unittest.TextTestResult(unittest.runner._WritelnDecorator(sys.stderr), True, 2)
    suite.run(result)
    result.printErrors()
    return result
