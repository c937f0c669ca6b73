{#
    Return a SQL condition: two numbers differ by at most the limit. Exact if both types are exact, otherwise in double
    precision. Pure.
#}
{% macro within_tolerance(one, other, before, after, limit) %}
    {%- do return(
        adapter.dispatch("within_tolerance", "dbt_wap")(one=one, other=other, before=before, after=after, limit=limit)
    ) -%}
{% endmacro %}

{% macro default__within_tolerance(one, other, before, after, limit) %}
    {%- do dbt_wap.unsupported("within_tolerance") -%}
{% endmacro %}

{# Compare whole numbers as HUGEINT and others as DECIMAL with 38 digits. Atomic: yes, reads nothing. #}
{% macro duckdb__within_tolerance(one, other, before, after, limit) %}
    {%- set old = dbt_wap._duckdb_digits(dbt_wap.parsed_type(before)) -%}
    {%- set new = dbt_wap._duckdb_digits(dbt_wap.parsed_type(after)) -%}
    {%- if old and new -%}
        {%- set scale = [old[1], new[1]] | max -%}
        {%- set type = "DECIMAL(38," ~ scale ~ ")" if scale else "HUGEINT" -%}
        {%- set one -%} try_cast({{ one }} as {{ type }}) {%- endset -%}
        {%- set other -%} try_cast({{ other }} as {{ type }}) {%- endset -%}
        {%- set exact -%} cast('{{ dbt_wap._limit_of_scale(limit, scale) }}' as {{ type }}) {%- endset -%}
        {{ dbt_wap._within_exactly(one, other, exact) }}
    {%- else -%}
        abs(try_cast({{ one }} as double) - try_cast({{ other }} as double)) <= cast('{{ limit }}' as double)
    {%- endif -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__within_tolerance(one, other, before, after, limit) %}
    {%- set old, new = dbt_wap.parsed_type(before), dbt_wap.parsed_type(after) -%}
    {%- set bases = [old["base"], new["base"]] -%}
    {%- if bases == ["NUMBER", "NUMBER"] -%}
        {%- set scales = [old["parts"][1]["text"] | int, new["parts"][1]["text"] | int] -%}
        {%- set scale = scales | max -%}
        {%- if scales[0] != scales[1] -%}
            {%- set one -%} try_cast(to_varchar({{ one }}) as number(38, {{ scale }})) {%- endset -%}
            {%- set other -%} try_cast(to_varchar({{ other }}) as number(38, {{ scale }})) {%- endset -%}
        {%- endif -%}
        {{ dbt_wap._within_exactly(one, other, dbt_wap._limit_of_scale(limit, scale)) }}
        {%- elif "FLOAT" in bases -%} abs(cast({{ one }} as float) - cast({{ other }} as float))
        <= {{ limit }}
    {%- else -%} abs({{ one }} - {{ other }}) <= {{ limit }}
    {%- endif -%}
{% endmacro %}

{# Return [digits before the point, digits after it] for an exact number type, or none. Pure. #}
{% macro _duckdb_digits(parsed) %}
    {%- set whole = {
        "BOOLEAN": 1, "TINYINT": 3, "SMALLINT": 5, "INTEGER": 10, "BIGINT": 19, "HUGEINT": 39, "UTINYINT": 3,
        "USMALLINT": 5, "UINTEGER": 10, "UBIGINT": 20, "UHUGEINT": 39, "BIGNUM": 999,
    } -%}
    {%- if parsed["base"] == "DECIMAL" -%}
        {%- set precision, scale = parsed["parts"][0]["text"] | int, parsed["parts"][1]["text"] | int -%}
        {%- do return([precision - scale, scale]) -%}
    {%- endif -%}
    {%- do return([whole[parsed["base"]], 0] if parsed["base"] in whole else none) -%}
{% endmacro %}

{#
    Return the wider of two number types, or none (see _duckdb_wider). A DOUBLE keeps a decimal of 15 digits, a FLOAT
    one of 6. Pure.
#}
{% macro _duckdb_wider_number(a, b) %}
    {%- set floats = [a["base"], b["base"]] | select("in", ["FLOAT", "DOUBLE"]) | list -%}
    {%- if floats | length == 2 -%} {%- do return("DOUBLE") -%} {%- endif -%}
    {%- set one, other = dbt_wap._duckdb_digits(a), dbt_wap._duckdb_digits(b) -%}
    {%- if floats and (one or other) -%}
        {%- set whole, scale = one or other -%}
        {%- if "FLOAT" in floats and whole + scale <= 6 -%} {%- do return("FLOAT") -%} {%- endif -%}
        {%- do return("DOUBLE" if whole + scale <= 15 and ("DOUBLE" in floats or not scale) else none) -%}
    {%- endif -%}
    {%- if not one or not other -%} {%- do return(none) -%} {%- endif -%}
    {%- set signed = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"] -%}
    {%- set ranks = {"BOOLEAN": 0, "UTINYINT": 1, "USMALLINT": 2, "UINTEGER": 3, "UBIGINT": 4} -%}
    {%- set found = [] -%}
    {%- for base in [a["base"], b["base"]] if base in signed or base in ranks -%}
        {%- do found.append(signed.index(base) if base in signed else ranks[base]) -%}
    {%- endfor -%}
    {%- if found | length == 2 -%} {%- do return(signed[found | max]) -%} {%- endif -%}
    {%- set whole, scale = [one[0], other[0]] | max, [one[1], other[1]] | max -%}
    {%- if "DECIMAL" not in [a["base"], b["base"]] or whole + scale > 38 -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- do return("DECIMAL(" ~ (whole + scale) ~ "," ~ scale ~ ")") -%}
{% endmacro %}

{#
    Build the condition for exact numbers. If their signs differ, their difference could have too many digits, so
    compare each with the limit first. Pure.
#}
{% macro _within_exactly(one, other, limit) -%}
    case
        when
            ({{ one }} < 0) = ({{ other }} < 0)
            or (
                {{ one }} between - {{ limit }} and {{ limit }}
                and {{ other }} between - {{ limit }} and {{ limit }}
            )
        then greatest({{ one }}, {{ other }}) - least({{ one }}, {{ other }}) <= {{ limit }}
    end
{%- endmacro %}

{# Cut a limit to the scale of the numbers, and to 37 digits in total. Pure. #}
{% macro _limit_of_scale(limit, scale) %}
    {%- set parts = limit.split(".") -%}
    {%- set zeros, nines = "00000000000000000000000000000000000000", "9999999999999999999999999999999999999" -%}
    {%- set fraction = ((parts[1] if parts | length > 1 else "") ~ zeros)[:scale] -%}
    {%- if parts[0].lstrip("0") | length > 37 - scale -%}
        {%- do return(nines[: 37 - scale] if scale < 37 else "0.4") -%}
    {%- endif -%}
    {%- do return(parts[0] ~ ("." ~ fraction if fraction else "")) -%}
{% endmacro %}
