{#
    Return {relation key: sentence} with a note on each relation that no node of the project builds. Pure: reads the
    graph.
#}
{% macro note_unbuilt(moved) %}
    {%- if not moved -%} {%- do return({}) -%} {%- endif -%}
    {%- set nodes, said = dbt_wap.nodes_by_key(), {} -%}
    {%- for key, sentence in moved.items() -%}
        {%- do said.update(
            {key: sentence if key in nodes else sentence ~ " (no model, seed or snapshot of the project builds it)"}
        ) -%}
    {%- endfor -%}
    {%- do return(said) -%}
{% endmacro %}
