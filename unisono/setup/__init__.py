"""Setup, number series and code lists."""
