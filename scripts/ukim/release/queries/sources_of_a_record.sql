-- Sources of a record
-- Which source states which value of a row, and what those say that disagree with it.
SELECT field, stated_value, publishers.name AS publisher, published, title, url, archive_url, "read"
FROM citations
JOIN sources USING (source_id)
JOIN publishers USING (publisher_id)
WHERE record_id = :record_id
ORDER BY field, stated_value IS NOT NULL, source_id
