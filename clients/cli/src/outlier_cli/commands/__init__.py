"""The commands, a module for those that belong together; `outlier_cli.app` puts them under one name."""
