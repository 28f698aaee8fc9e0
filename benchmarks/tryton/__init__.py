"""Tryton, to compare with: installed into an environment of its own, asked over a pipe."""
