{# Return the queries that fail, as {name: reason}. Reads only. #}
{% macro query_faults(queries) %}
    {%- do return(adapter.dispatch("query_faults", "dbt_wap")(queries=queries)) -%}
{% endmacro %}

{% macro default__query_faults(queries) %} {%- do dbt_wap.unsupported("query_faults") -%} {% endmacro %}

{#
    json_serialize_plan reports errors without raising them. Atomic: yes, one query that plans each query and runs none.
#}
{% macro duckdb__query_faults(queries) %}
    {%- set found = {} -%}
    {%- set sql %}
        select key, plan->>'error_message' as reason
        from (
            select key, json_serialize_plan(query) as plan
            from (
                values
                {%- for name, query in queries | items %}
                    ({{ dbt_wap.text_literal(name) }}, {{ dbt_wap.text_literal(query) }}){{ "," if not loop.last }}
                {%- endfor %}
            ) as v(key, query)
        )
        where plan->>'error_type' in ('parser', 'binder', 'catalog', 'io')
    {% endset -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- do found.update({row["key"]: row["reason"].split("\n")[0]}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Run each query in a block that catches its error. Each query is a string, because one that does not parse would end
    the whole block. Atomic: yes, one block per 100 queries.
#}
{% macro snowflake__query_faults(queries) %}
    {%- set found = {} -%}
    {%- for batch in queries | items | batch(100) -%}
        {%- set block -%}
            declare
                broken varchar default '';
            begin
            {% for name, query in batch %}
                begin
                    execute immediate {{ dbt_wap.text_literal(query) }};
                exception when other then
                    broken := broken || {{ dbt_wap.text_literal(name ~ "\t") }}
                        || replace(sqlerrm, chr(10), ' ') || chr(10);
                end;
            {% endfor %}
                return broken;
            end
        {%- endset -%}
        {%- for line in (dbt_wap._snowflake_block(block) or "").splitlines() -%}
            {%- do found.update({line.split("\t")[0]: line.split("\t", 1)[1]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
