"""All Flask. A view reads the request, asks a service, and makes the answer."""
