"""How the portal is run on servers of its own: nginx, PostgreSQL, systemd and containers."""
