{#
    Judge the nodes that read prod instead of the candidate. Return {reads_prod: [{node, reads: [name]}]} for those that
    may, and add a sentence to `reasons` for each of the others. Pure: reads the graph.
#}
{% macro judge_reads(reads, reasons) %}
    {%- set allowed = [] -%}
    {%- for unique_id, entries in reads.items() -%}
        {%- set names = [] -%}
        {%- for entry in entries -%}
            {%- if dbt_wap.can_read_prod(unique_id) or dbt_wap.can_read_prod(entry["through"]) -%}
                {%- do names.append(entry["name"]) -%}
            {%- else -%} {%- do reasons.append(dbt_wap._reading_sentence(unique_id, entry)) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if names -%}
            {%- do allowed.append({"node": unique_id, "reads": names | unique | list}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return({"reads_prod": allowed}) -%}
{% endmacro %}

{# Return the sentence that says what reads prod and how to fix or allow it. #}
{% macro _reading_sentence(unique_id, entry) %}
    {%- set way = "set `meta: {dbt_wap: {reads_prod: true}}` in its config to allow it" -%}
    {%- if unique_id.startswith("operation.") -%}
        {%- set way = "put it between {% if not dbt_wap.is_audit() %} and {% endif %}" -%}
    {%- endif -%}
    {%- set better = dbt_wap.ref_expression(entry["means"], unique_id) -%}
    {%- do return(
        unique_id ~ " reads " ~ entry["name"] ~ (" (in " ~ entry["through"] ~ ")" if entry["through"])
        ~ ", which is in prod and not in the candidate: write " ~ better ~ ", or " ~ way
    ) -%}
{% endmacro %}
