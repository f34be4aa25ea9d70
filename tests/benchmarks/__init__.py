"""Measures speed against plain forms of the same maths and against other packages: python -m tests.benchmarks."""
