"""The laptop stack: Kafka, PostgreSQL, Valkey and the services, from packages alone."""
