"""Lists that go out."""
