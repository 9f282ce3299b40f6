"""What a served process needs beside its rooms: logs, health and metrics, the socket, the first start."""
