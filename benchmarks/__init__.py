"""Measurements of speed, as ratios to bare database drivers and to Tryton (docs/benchmarks.md).
They assert nothing.
"""
