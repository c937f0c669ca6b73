{#
    Return the sources that the tables of these nodes read, directly or through views and other nodes without rows of
    their own, as [source]. `selected`: unique ids, or none for all nodes. Pure: reads the graph.
#}
{% macro sources_read(selected, links) %}
    {%- set stored, starts, passed, found = ["table", "incremental", "seed", "snapshot"], {}, {}, [] -%}
    {%- for unique_id in (graph.nodes if selected is none else selected) -%}
        {%- do starts.update({unique_id: true}) -%}
    {%- endfor -%}
    {%- for unique_id, parents in links["parents"].items() if unique_id not in graph.sources -%}
        {%- set node = graph.nodes.get(unique_id) -%}
        {%- if unique_id in starts or (node and node.config.materialized not in stored) -%}
            {%- do passed.update({unique_id: parents}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for unique_id in dbt_wap.reached_nodes(starts, passed) if unique_id in graph.sources -%}
        {%- do found.append(graph.sources[unique_id]) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
