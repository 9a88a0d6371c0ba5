-- First judgments by year
-- How many cases had their first judgment in each year, by what it decided. Only reported cases are counted.
SELECT substr(first_judgment, 1, 4) AS year, first_effect, first_main_penalty, count(*) AS cases
FROM prosecutions
WHERE first_effect IS NOT NULL
GROUP BY 1, 2, 3
ORDER BY 1, 4 DESC, 2, 3
