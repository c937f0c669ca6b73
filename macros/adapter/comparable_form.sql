{#
    Return the form in which values of a type are compared, as SQL with {} for the value. Two values are equal, hash
    alike and group together in this form if and only if they look the same to a user who selects them. Pure.
#}
{% macro comparable_form(type) %}
    {%- do return(adapter.dispatch("comparable_form", "dbt_wap")(type=type)) -%}
{% endmacro %}

{% macro default__comparable_form(type) %} {%- do dbt_wap.unsupported("comparable_form") -%} {% endmacro %}

{#
    These are equal in DuckDB but look different: 1 month and 30 days, 0.0 and -0.0, NaN with either sign, and strings
    under a collation of the column or the profile, also when nested. These hash alike: NULL and a struct of NULLs, an
    empty list and NULL. These look alike as text: members of a union, and 1 and '1' in a VARIANT. So nested values are
    compared by both text and hash. Atomic: yes, reads nothing.
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
    Collations affect = and GROUP BY, but not HASH. 0 and -0 are equal. common_form has already converted to text the
    types that IS DISTINCT FROM or HASH do not accept. Atomic: yes, reads nothing.
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

{#
    Return a list of SQL expressions: each column in its comparable form. columns: as list_columns returns them; forms
    caches the form of each type. Pure.
#}
{% macro _comparable_columns(columns, forms={}) %}
    {%- set found = [] -%}
    {%- for column in columns -%}
        {%- if column["type"] not in forms -%}
            {%- set how = dbt_wap.common_form(column["type"], column["type"]) -%}
            {%- do forms.update({column["type"]: [how["after"], dbt_wap.comparable_form(how["type"])]}) -%}
        {%- endif -%}
        {%- set value, form = forms[column["type"]] -%}
        {%- set name = adapter.quote(column["name"] | string | replace('"', '""')) -%}
        {%- do found.append(form.replace("{}", value.replace("{}", name))) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
