select county || '-' || year as county_total_id, county, year, sum(employed)::bigint as employed
from {{ ref("employment_by_year") }}
group by county, year
