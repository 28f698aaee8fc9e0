"""The pages' views: a request is read, one use case is called, a page is shown."""
