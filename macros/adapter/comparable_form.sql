{#
    The one form in which values of a type are compared: SQL text with {} for the value, of which two are equal, have
    one hash and fall into one group just where a user who selects the values cannot tell them apart. Pure.
#}
{% macro comparable_form(type) %}
    {%- do return(adapter.dispatch("comparable_form", "dbt_wap")(type=type)) -%}
{% endmacro %}

{% macro default__comparable_form(type) %} {%- do dbt_wap.unsupported("comparable_form") -%} {% endmacro %}

{#
    Equal for DuckDB, though shown differently: 1 month and 30 days, 0.0 and -0.0, NaN of both signs, texts of a column
    or a profile with a collation, also nested. One hash have a NULL and a struct of NULLs, an empty list and NULL. One
    text have members of a union and 1 and '1' in a VARIANT: of what is nested text and hash count.
    Atomic: yes, reads nothing.
#}
{% macro duckdb__comparable_form(type) %}
    {%- set base = dbt_wap.parsed_type(type)["base"] -%}
    {%- set as_they_are = [
        "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
        "UBIGINT", "UHUGEINT", "DECIMAL", "DATE", "TIME", "TIME_NS", "TIME WITH TIME ZONE", "TIMESTAMP",
        "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "UUID", "BLOB", "BIT",
    ] -%}
    {%- if base in as_they_are -%} {%- do return("{}") -%} {%- endif -%}
    {%- if base == "VARCHAR" -%} {%- do return("({} collate c)") -%} {%- endif -%}
    {%- if base in ["FLOAT", "DOUBLE"] -%}
        {%- do return("case when {} is not null then row({}, signbit({})) end") -%}
    {%- endif -%}
    {%- if base in ["JSON", "ENUM", "INTERVAL"] -%}
        {%- do return("(cast({} as varchar) collate c)") -%}
    {%- endif -%}
    {%- do return("((cast({} as varchar) || ' ' || hash({})) collate c)") -%}
{% endmacro %}

{#
    A collation counts for = and GROUP BY, not for HASH. 0 and -0 are equal. What IS DISTINCT FROM or HASH do not take
    has become text in common_form. Atomic: yes, reads nothing.
#}
{% macro snowflake__comparable_form(type) %}
    {%- set base = dbt_wap.parsed_type(type)["base"] -%}
    {%- if base == "VARCHAR" -%} {%- do return("collate({}, 'utf8')") -%} {%- endif -%}
    {%- if base == "FLOAT" -%}
        {%- do return(
            "case when {} is not null then hash({}, case when {} = 0 then left(to_varchar({}), 1) end) end"
        ) -%}
    {%- endif -%}
    {%- do return("{}") -%}
{% endmacro %}

{# The columns of a table, as list_columns has them, each in the form that is compared. Returns a list of SQL texts. #}
{% macro _comparable_columns(columns) %}
    {%- set found = [] -%}
    {%- for column in columns -%}
        {%- set how = dbt_wap.common_form(column["type"], column["type"]) -%}
        {%- set value = how["after"].replace("{}", dbt_wap.identifier(column["name"])) -%}
        {%- do found.append(dbt_wap.comparable_form(how["type"]).replace("{}", value)) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
