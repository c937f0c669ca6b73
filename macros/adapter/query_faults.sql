{# Why queries cannot be answered, as {name: reason} of those that cannot. queries: {name: SQL}, for no rows. #}
{% macro query_faults(queries) %}
    {%- do return(adapter.dispatch("query_faults", "dbt_wap")(queries=queries)) -%}
{% endmacro %}

{% macro default__query_faults(queries) %} {%- do dbt_wap.unsupported("query_faults") -%} {% endmacro %}

{# The planner says so without raising. Atomic: yes, a query that plans each of them and runs none. #}
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
    A block executes each and catches what the engine says; as a text, for one that does not parse would be the end of
    the whole block. The caller asks for no rows. Atomic: yes, one block for each 100 queries.
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
