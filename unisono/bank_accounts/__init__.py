"""Where our money is."""
