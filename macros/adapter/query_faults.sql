{#
    Return the queries that fail, as {name: reason}. `empty`: whether none of them can return a row, so that an engine
    may put many into one statement. Reads only.
#}
{% macro query_faults(queries, empty=false) %}
    {%- do return(adapter.dispatch("query_faults", "dbt_wap")(queries=queries, empty=empty)) -%}
{% endmacro %}

{% macro default__query_faults(queries, empty) %}
    {%- do dbt_wap.unsupported("query_faults") -%}
{% endmacro %}

{#
    json_serialize_plan reports errors without raising them. Atomic: yes, one query that plans each query and runs none.
#}
{% macro duckdb__query_faults(queries, empty) %}
    {%- set found, pairs = {}, [] -%}
    {%- for name, query in queries.items() -%} {%- do pairs.append([name, query]) -%} {%- endfor -%}
    {%- set sql %}
        select key, plan->>'error_message' as reason
        from (
            select pair[1] as key, json_serialize_plan(pair[2]) as plan
            from (select unnest(from_json({{ dbt_wap.text_literal(tojson(pairs)) }}, '[["VARCHAR"]]')) as pair)
        )
        where plan->>'error_type' in ('parser', 'binder', 'catalog', 'io')
    {% endset -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- do found.update({row["key"]: row["reason"].split("\n")[0]}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    The queries run as those of ask_all, without reading their rows, whose types JSON may not hold. Those that are
    `empty` run first 50 in one statement, and those of a statement that fails run again alone. Atomic: no, each query
    reads at its own time.
#}
{% macro snowflake__query_faults(queries, empty) %}
    {%- set some, parts, again, found = {}, {}, {}, {} -%}
    {%- for names in (queries.keys() | batch(50) if empty else []) -%}
        {%- do some.update({names | join(", "): dbt_wap._snowflake_many_sql(names, queries)}) -%}
        {%- do parts.update({names | join(", "): names}) -%}
    {%- endfor -%}
    {%- for name, answer in dbt_wap._snowflake_ask(some, false).items() if answer is string -%}
        {%- for part in parts[name] -%} {%- do again.update({part: queries[part]}) -%} {%- endfor -%}
    {%- endfor -%}
    {%- for name, answer in dbt_wap._snowflake_ask(again if empty else queries, false).items() if answer is string -%}
        {%- do found.update({name: answer | replace("\n", " ")}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Build a query that fails if one of these queries does. They may end with a comment. Pure. #}
{% macro _snowflake_many_sql(names, queries) %}
    {%- for name in names %}
        {{ "union all " if not loop.first }} select count(*) as n from ({{ queries[name] }}{{ "\n" }})
    {%- endfor %}
{% endmacro %}
