"""What pyproject.toml cannot say: every package below MISGround, and Resources, which lies beside them, as one more."""

from setuptools import find_packages, setup

setup(packages=[*find_packages("MISGround"), "MISGroundLib.Resources"])
