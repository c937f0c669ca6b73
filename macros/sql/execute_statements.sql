{#
    Run statements: all or none if the engine's DDL is transactional, otherwise one after the other until one fails. Do
    all reads before the call, and verify the result after it, because dbt can lose statements and still exit with 0.
#}
{% macro execute_statements(statements) %}
    {%- do adapter.dispatch("execute_statements", "dbt_wap")(statements=statements) -%}
{% endmacro %}

{% macro default__execute_statements(statements) %}
    {%- do dbt_wap.unsupported("execute_statements") -%}
{% endmacro %}

{#
    Flush first. If a metadata call left a transaction open, the statements would be lost, with exit code 0. Atomic:
    yes, one transaction.
#}
{% macro duckdb__execute_statements(statements) %}
    {%- do dbt_wap.flush() -%}
    {%- do run_query("begin; " ~ statements | join("; ") ~ "; commit;") -%}
    {%- do dbt_wap.flush() -%}
{% endmacro %}

{#
    Send up to 100 statements, or 200,000 characters, as one block, which costs one round trip and goes on if the client
    is lost. An error names the statement. Atomic: no, every statement commits. The caller puts the record of the change
    last, and can read from the warehouse which statements ran.
#}
{% macro snowflake__execute_statements(statements) %}
    {%- set batches, at = [[]], namespace(size=0) -%}
    {%- for statement in statements -%}
        {%- set at.size = at.size + statement | length -%}
        {%- if batches[-1] and (batches[-1] | length == 100 or at.size > 200000) -%}
            {%- do batches.append([]) -%} {%- set at.size = statement | length -%}
        {%- endif -%}
        {%- do batches[-1].append(statement) -%}
    {%- endfor -%}
    {%- for batch in batches if batch -%}
        {%- if batch | length == 1 -%} {%- do run_query(batch[0]) -%}
        {%- else -%}
            {%- set fault = dbt_wap._snowflake_block(dbt_wap._snowflake_statements_block(batch)) -%}
            {%- if fault -%}
                {%- set number, reason = fault.split(" ", 1) -%}
                {%- do exceptions.raise_compiler_error(reason ~ "\n  in: " ~ batch[number | int]) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#
    Build a block that runs statements and returns NULL, or the index of the one that failed and the reason. Each is a
    string, so that nothing in it is taken for a variable, and one that does not parse stops only those after it. Pure.
#}
{% macro _snowflake_statements_block(statements) %}
    {%- set block -%}
        declare
            ran number default 0;
        begin
            {%- for statement in statements %}
            execute immediate {{ dbt_wap.text_literal(statement) }};
            ran := {{ loop.index }};
            {%- endfor %}
            return null;
        exception when other then
            return ran || ' ' || sqlerrm;
        end
    {%- endset -%}
    {%- do return(block) -%}
{% endmacro %}

{# Run a block of Snowflake Scripting and return its result. #}
{% macro _snowflake_block(block) %}
    {%- do return(run_query(dbt_wap._snowflake_block_sql(block)).rows[0].values()[0]) -%}
{% endmacro %}

{# Build the statement that runs a block. Pure. #}
{% macro _snowflake_block_sql(block) -%}
    {%- if "$$" in block -%} execute immediate {{ dbt_wap.text_literal(block) }}
    {%- else -%} execute immediate $$ {{ block }} $$
    {%- endif -%}
{%- endmacro %}
