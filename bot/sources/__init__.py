"""Bytes -> entries -> articles; everything that leaves the machine leaves through `http`."""
