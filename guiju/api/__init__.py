"""The desk over REST: the acts of `guiju.procedures` for other systems, with OpenAPI and tokens."""
