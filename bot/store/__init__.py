"""SQLAlchemy Core tables, queries and migrations; SQLite embedded, PostgreSQL past one machine."""
