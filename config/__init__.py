"""Settings from the env file, and the data files with their loader."""
