"""The web pages of ``linkwatch serve``: thin over the store's views, server-rendered, working without script."""
