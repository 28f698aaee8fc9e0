"""Quotes, orders, service orders: models, totals, papers."""
