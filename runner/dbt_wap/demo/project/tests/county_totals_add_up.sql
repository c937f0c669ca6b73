-- Each county total is the sum of its municipalities, year by year.
with
    expected as (
        select county, year, sum(employed) as employed
        from {{ ref("employment_by_year") }}
        group by county, year
    )
select county, year, expected.employed as expected, totals.employed as found
from expected
full join {{ ref("county_totals") }} as totals using (county, year)
where expected.employed is distinct from totals.employed
