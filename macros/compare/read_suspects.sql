{#
    Read relations that a failed query may be about, each side by its own query, so that the error names the relation
    and the side. suspects: names of the queries that failed: the key of a relation, also with a suffix after a space;
    with any other name, all relations are read, except those in `failed` of the facts. Reads only.
#}
{% macro read_suspects(facts, suspects) %}
    {%- set keys, named = {}, [] -%}
    {%- for relation in facts["before"] + facts["after"] -%}
        {%- do keys.update({relation["key"]: true}) -%}
    {%- endfor -%}
    {%- for name in suspects -%} {%- do named.append(dbt_wap.key_asked(name, keys)) -%} {%- endfor -%}
    {%- set asked = {} -%}
    {%- for side, where in [("after", " in the candidate"), ("before", " in prod")] -%}
        {%- for relation in facts[side] if relation["key"] in named or none in named -%}
            {%- if relation["key"] not in facts["failed"] -%}
                {%- do asked.update({relation["key"] ~ where: dbt_wap._read_sql(relation, side, facts)}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for name, sql in asked.items() -%}
        {%- do dbt_wap.log_asked(name, loop.index, asked | length) -%} {%- do run_query(sql) -%}
    {%- endfor -%}
{% endmacro %}

{# Return SQL that reads every value of a relation. Pure. #}
{% macro _read_sql(relation, side, facts) %}
    {%- set columns = [] -%}
    {%- for column in dbt_wap.columns_in(facts, relation, side) -%}
        {%- do columns.append(dbt_wap.identifier(column["name"])) -%}
    {%- endfor %}
    select max({{ dbt_wap.row_hash(columns) }}) as h
    from {{ dbt_wap.sql_name(relation) }}
{% endmacro %}
