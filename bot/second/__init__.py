"""The second reader: asks a language model the admin named, and never more than the settings allow."""
