"""The conversation engine: pure and synchronous. Content, state and one happening in, a turn out."""
