"""Practice grounds: strict stand-ins for the platforms, for tests, demonstrations and trials."""
