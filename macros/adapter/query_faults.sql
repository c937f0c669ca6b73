{# Return the queries that fail, as {name: reason}. Reads only. #}
{% macro query_faults(queries) %}
    {%- do return(adapter.dispatch("query_faults", "dbt_wap")(queries=queries)) -%}
{% endmacro %}

{% macro default__query_faults(queries) %} {%- do dbt_wap.unsupported("query_faults") -%} {% endmacro %}

{#
    json_serialize_plan reports errors without raising them. Atomic: yes, one query that plans each query and runs none.
#}
{% macro duckdb__query_faults(queries) %}
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
    The queries run as those of ask_all, without reading their rows, whose types JSON may not hold. Atomic: no, each
    query reads at its own time.
#}
{% macro snowflake__query_faults(queries) %}
    {%- set found = {} -%}
    {%- for name, answer in dbt_wap._snowflake_ask(queries, false).items() if answer is string -%}
        {%- do found.update({name: answer | replace("\n", " ")}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
