"""Survey and operations data in tables: CSV, Parquet, spreadsheets and databases."""
