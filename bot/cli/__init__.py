"""The command line: one module a command, behind the list of them in `root`."""
