"""Quotes, orders, service orders: from the contact to the paper that is sent."""
