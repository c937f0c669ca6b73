{# A query of one row (row_count, hash) that is equal for equal multisets of rows. Returns SQL text. #}
{% macro fingerprint_sql(relation, columns) %}
    {%- do return(adapter.dispatch("fingerprint_sql", "dbt_wap")(relation=relation, columns=columns)) -%}
{% endmacro %}

{% macro default__fingerprint_sql(relation, columns) %}
    {%- do dbt_wap.unsupported("fingerprint_sql") -%}
{% endmacro %}

{#
    The sum of the row hashes: the order of rows does not count, duplicates do (an XOR would cancel them).
    Names and types of the columns are part of the hash. Atomic: yes, one scan.
#}
{% macro duckdb__fingerprint_sql(relation, columns) %}
    {%- set signature = [] -%}
    {%- set names = [] -%}
    {%- for column in columns -%}
        {%- do signature.append(column["name"] ~ " " ~ column["type"]) -%}
        {%- do names.append(dbt_wap.identifier(column["name"])) -%}
    {%- endfor -%}
    {%- do return(
        "select count(*) as row_count, " ~ dbt_wap.text_literal(local_md5(signature | join(", ")) ~ ":")
        ~ " || coalesce(sum(hash(" ~ names | join(", ") ~ ")::hugeint), 0) as hash from " ~ relation
    ) -%}
{% endmacro %}
