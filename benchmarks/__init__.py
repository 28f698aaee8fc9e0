"""Measurements of speed, as ratios to bare database drivers (docs/benchmarks). They assert nothing."""
