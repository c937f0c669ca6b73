{#
    The test that two numbers lie no further apart than a limit: exact for exact types, of `before` and `after`, in
    double precision for others. one, other: SQL text; limit: a number as plain_number writes it. Returns SQL text.
#}
{% macro within_tolerance(one, other, before, after, limit) %}
    {%- do return(
        adapter.dispatch("within_tolerance", "dbt_wap")(one=one, other=other, before=before, after=after, limit=limit)
    ) -%}
{% endmacro %}

{% macro default__within_tolerance(one, other, before, after, limit) %}
    {%- do dbt_wap.unsupported("within_tolerance") -%}
{% endmacro %}

{# A whole number is a HUGEINT, another one a DECIMAL of 38 digits. Atomic: yes, reads nothing. #}
{% macro duckdb__within_tolerance(one, other, before, after, limit) %}
    {%- set digits = [
        dbt_wap._duckdb_digits(dbt_wap.parsed_type(before)), dbt_wap._duckdb_digits(dbt_wap.parsed_type(after))
    ] -%}
    {%- if none in digits -%}
        {%- set double = "try_cast(# as double)" -%}
        {%- do return(
            "abs(" ~ double.replace("#", one) ~ " - " ~ double.replace("#", other) ~ ") <= cast('"
            ~ limit ~ "' as double)"
        ) -%}
    {%- endif -%}
    {%- set scale = [digits[0][1], digits[1][1]] | max -%}
    {%- set type = "DECIMAL(38," ~ scale ~ ")" if scale else "HUGEINT" -%}
    {%- set values = ["try_cast(" ~ one ~ " as " ~ type ~ ")", "try_cast(" ~ other ~ " as " ~ type ~ ")"] -%}
    {%- set exact = "cast('" ~ dbt_wap._limit_of_scale(limit, scale) ~ "' as " ~ type ~ ")" -%}
    {%- do return(dbt_wap._within_exactly(values[0], values[1], exact)) -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__within_tolerance(one, other, before, after, limit) %}
    {%- set old, new = dbt_wap.parsed_type(before), dbt_wap.parsed_type(after) -%}
    {%- if old["base"] != "NUMBER" or new["base"] != "NUMBER" -%}
        {%- set number = "#" if "FLOAT" not in [old["base"], new["base"]] else "cast(# as float)" -%}
        {%- do return("abs(" ~ number.replace("#", one) ~ " - " ~ number.replace("#", other) ~ ") <= " ~ limit) -%}
    {%- endif -%}
    {%- set scales = [old["parts"][1]["text"] | int, new["parts"][1]["text"] | int] -%}
    {%- set scale, values = scales | max, [] -%}
    {%- for value in [one, other] -%}
        {%- set wider = "try_cast(to_varchar(" ~ value ~ ") as number(38, " ~ scale ~ "))" -%}
        {%- do values.append(value if scales[0] == scales[1] else wider) -%}
    {%- endfor -%}
    {%- do return(dbt_wap._within_exactly(values[0], values[1], dbt_wap._limit_of_scale(limit, scale))) -%}
{% endmacro %}

{# The digits before and after the point of an exact number, none for what is none. #}
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

{# Of numbers of two signs the difference could have too many digits, so each is looked at first. #}
{% macro _within_exactly(one, other, limit) %}
    {%- set sql -%}
        case
            when ({{ one }} < 0) = ({{ other }} < 0)
                or (
                    {{ one }} between - {{ limit }} and {{ limit }}
                    and {{ other }} between - {{ limit }} and {{ limit }}
                )
            then greatest({{ one }}, {{ other }}) - least({{ one }}, {{ other }}) <= {{ limit }}
        end
    {%- endset -%}
    {%- do return(sql | trim) -%}
{% endmacro %}

{# A limit cut to so many digits after the point, as the differences have no more, and to 37 digits in all. #}
{% macro _limit_of_scale(limit, scale) %}
    {%- set parts = limit.split(".") -%}
    {%- set zeros, nines = "00000000000000000000000000000000000000", "9999999999999999999999999999999999999" -%}
    {%- set fraction = ((parts[1] if parts | length > 1 else "") ~ zeros)[:scale] -%}
    {%- if parts[0].lstrip("0") | length > 37 - scale -%}
        {%- do return(nines[: 37 - scale] if scale < 37 else "0.4") -%}
    {%- endif -%}
    {%- do return(parts[0] ~ ("." ~ fraction if fraction else "")) -%}
{% endmacro %}
