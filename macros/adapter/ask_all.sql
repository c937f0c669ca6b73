{#
    Run independent queries and return {name: rows, as from rows_of}. An answer that is a string is the reason why its
    query failed; on DuckDB, a query that fails ends the operation instead. questions: {name: query}, each one SELECT
    whose values are text, NULL or whole numbers of at most 18 digits: cast everything else. An ORDER BY at the end of a
    query does not order its answer. Number the rows in a column `nth` instead: answers are sorted by it. Reads only.
#}
{% macro ask_all(questions) %}
    {%- do return(adapter.dispatch("ask_all", "dbt_wap")(questions=questions)) -%}
{% endmacro %}

{% macro default__ask_all(questions) %} {%- do dbt_wap.unsupported("ask_all") -%} {% endmacro %}

{# DuckDB runs one query on all threads, so the queries follow each other. Atomic: yes, reads only. #}
{% macro duckdb__ask_all(questions) %} {%- do return(dbt_wap._answers_in_turn(questions)) -%} {% endmacro %}

{#
    The queries of a batch run at the same time, as asynchronous child jobs of one block. Each batch logs "asking
    <number so far> of <number of all>: <names>". Atomic: no, each query reads at its own time.
#}
{% macro snowflake__ask_all(questions) %}
    {%- set queries = {} -%}
    {%- for name, query in questions.items() -%}
        {%- do queries.update({name: dbt_wap._snowflake_rows_sql(query)}) -%}
    {%- endfor -%}
    {%- set answers = dbt_wap._snowflake_ask(queries, true) -%}
    {%- for name, answer in answers.items() if answer is not string -%}
        {%- set rows = dbt_wap.rows_of(questions[name]) if answer is none else dbt_wap._snowflake_rows(answer) -%}
        {%- do answers.update({name: dbt_wap._sorted_answer(rows)}) -%}
    {%- endfor -%}
    {%- do return(answers) -%}
{% endmacro %}

{# Run queries in batches, and return {name: from _snowflake_queries_block}. #}
{% macro _snowflake_ask(queries, reads) %}
    {%- set answers = {} -%}
    {%- for batch in dbt_wap._snowflake_batches(queries) -%}
        {%- set asked, names = answers | length + batch | length, batch.keys() | join(", ") | replace("\n", " ") -%}
        {%- do dbt_wap.log_asked(names, asked, queries | length) -%}
        {%- set block = dbt_wap._snowflake_queries_block(batch.values() | list, reads) -%}
        {%- set found = fromjson(dbt_wap._snowflake_block(block)) -%}
        {%- for name in batch -%}
            {%- do answers.update({name: found.get(loop.index | string, "the block returned no answer")}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(answers) -%}
{% endmacro %}

{#
    Split queries into batches of at most wap_parallel_queries. Snowflake recommends statements of at most 1 MB, so a
    batch also ends at 500,000 characters. Pure.
#}
{% macro _snowflake_batches(queries) %}
    {%- set most, batches, sizes = dbt_wap.get_var("wap_parallel_queries"), [], [] -%}
    {%- for name, query in queries.items() -%}
        {%- set size = query | length -%}
        {%- if batches and batches[-1] | length < most and sizes[-1] + size < 500000 -%}
            {%- do batches[-1].update({name: query}) -%} {%- do sizes.append(sizes[-1] + size) -%}
        {%- else -%} {%- do batches.append({name: query}) -%} {%- do sizes.append(size) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(batches) -%}
{% endmacro %}

{#
    Build a block that returns {number of a query, from 1: what it found, or its error as a string} as JSON. With
    `reads`, each query returns one text, the JSON of what it found; null stands for one that is too long for the
    block's result, a string of 16 MB. Without, nothing is read, and a query has found null. Each query is a string,
    because one that does not parse would end the whole block. A child's error reaches the block at its AWAIT. Pure.
#}
{% macro _snowflake_queries_block(queries, reads) %}
    {%- set block -%}
        declare
            answers varchar default '';
            {%- for query in queries %}
            query_{{ loop.index }} varchar default {{ dbt_wap.text_literal(query) }};
            found_{{ loop.index }} resultset;
            {%- endfor %}
        begin
            {%- for query in queries %}
            found_{{ loop.index }} := async (execute immediate :query_{{ loop.index }});
            {%- endfor %}
            {%- for query in queries %}
            begin
                await found_{{ loop.index }};
                {%- if reads %}
                for answer in found_{{ loop.index }} do
                    if (length(answers) + length(answer.found) < 4000000) then
                        answers := answers || '"{{ loop.index }}":' || answer.found || ',';
                    else
                        answers := answers || '"{{ loop.index }}":null,';
                    end if;
                end for;
                {%- else %}
                answers := answers || '"{{ loop.index }}":null,';
                {%- endif %}
            exception when other then
                answers := answers || '"{{ loop.index }}":'
                    || to_json(to_variant(sqlcode || ' (' || sqlstate || '): ' || sqlerrm)) || ',';
            end;
            {%- endfor %}
            return '{' || answers || '"0":null}';
        end
    {%- endset -%}
    {%- do return(block) -%}
{% endmacro %}

{# Build a query that returns the rows of a query as one JSON text. The query may end with a comment. Pure. #}
{% macro _snowflake_rows_sql(query) %}
    select coalesce(to_json(array_agg(object_construct_keep_null(*))), '[]') as found
    from ({{ query }}{{ "\n" }})
{% endmacro %}

{# Return rows with lower-case names. Pure. #}
{% macro _snowflake_rows(found) %}
    {%- set rows = [] -%}
    {%- for each in found -%}
        {%- set row = {} -%}
        {%- for name, value in each.items() -%} {%- do row.update({name | lower: value}) -%} {%- endfor -%}
        {%- do rows.append(row) -%}
    {%- endfor -%}
    {%- do return(rows) -%}
{% endmacro %}

{% macro _answers_in_turn(questions) %}
    {%- set answers = {} -%}
    {%- for name, query in questions.items() -%}
        {%- do dbt_wap.log_asked(name, loop.index, questions | length) -%}
        {%- do answers.update({name: dbt_wap._sorted_answer(dbt_wap.rows_of(query))}) -%}
    {%- endfor -%}
    {%- do return(answers) -%}
{% endmacro %}
