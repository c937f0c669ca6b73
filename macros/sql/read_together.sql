{#
    Run cheap independent queries, such as those of the catalog or the state, and return {name: rows, as from rows_of}.
    questions: {name: query or SHOW}. A value is text, a whole number, a boolean or none. An ORDER BY does not order an
    answer: number the rows in a column `nth` instead, by which they are sorted. With `or_none`, return none if a query
    may fail; an engine that would end the operation then asks nothing. Reads only.
#}
{% macro read_together(questions, or_none=false) %}
    {%- do return(
        adapter.dispatch("read_together", "dbt_wap")(questions=questions, or_none=or_none)
    ) -%}
{% endmacro %}

{% macro default__read_together(questions, or_none) %}
    {%- do dbt_wap.unsupported("read_together") -%}
{% endmacro %}

{# A query costs no round trip. Atomic: no, each query reads at its own time. #}
{% macro duckdb__read_together(questions, or_none) %}
    {%- do return(none if or_none else dbt_wap._read_in_turn(questions)) -%}
{% endmacro %}

{#
    Ask in one block, which returns all answers as JSON. If that fails, for example because the answers are too long,
    ask in turn: that answers, or shows the error. Atomic: no, each query reads at its own time; one round trip.
#}
{% macro snowflake__read_together(questions, or_none) %}
    {%- set told = none -%}
    {%- if questions | length > 1 or or_none -%}
        {%- set told = dbt_wap._snowflake_block(dbt_wap._snowflake_reading_block(questions.values() | list)) -%}
    {%- endif -%}
    {%- if told is none -%}
        {%- do return(none if or_none else dbt_wap._read_in_turn(questions)) -%}
    {%- endif -%}
    {%- set answers, found = fromjson(told), {} -%}
    {%- for name in questions -%}
        {%- set rows = answers[loop.index0] -%}
        {%- set names = rows[0].keys() | map("lower") | list if rows else [] -%}
        {%- set lowered = [] -%}
        {%- for row in rows -%} {%- do lowered.append(dict(zip(names, row.values()))) -%} {%- endfor -%}
        {%- do found.update({name: dbt_wap._sorted_answer(lowered)}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{% macro _read_in_turn(questions) %}
    {%- set found = {} -%}
    {%- for name, query in questions.items() -%}
        {%- do found.update({name: dbt_wap._sorted_answer(dbt_wap.rows_of(query))}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{% macro _sorted_answer(rows) %}
    {%- do return(rows | sort(attribute="nth") if rows and "nth" in rows[0] else rows) -%}
{% endmacro %}

{# Build a block that returns the answers of queries as a JSON array of arrays, or NULL if one fails. Pure. #}
{% macro _snowflake_reading_block(queries) %}
    {%- set block -%}
        declare
            answer varchar;
            answers varchar default '';
        begin
            {%- for query in queries %}
            {%- set show = (query | trim | lower).startswith("show") %}
            {%- if show %}
            {{ query | trim }};
            {%- endif %}
            select to_json(array_agg(object_construct_keep_null(*))) into :answer
            from {{ "table(result_scan(last_query_id()))" if show else "(" ~ query | trim ~ ")" }};
            answers := answers || '{{ ", " if not loop.first }}' || coalesce(answer, '[]');
            {%- endfor %}
            return '[' || answers || ']';
        exception when other then
            return null;
        end
    {%- endset -%}
    {%- do return(block) -%}
{% endmacro %}
