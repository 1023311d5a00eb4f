"""The JSON API under ``/api/``: what the pages show, for programs; described by ``/api/openapi.json``."""
