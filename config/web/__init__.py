"""Web processes: uvicorn speaks HTTP, the gateway runs the site (WSGI) in threads that never wait for a client."""
