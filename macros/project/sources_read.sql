{#
    Return the sources that the tables of these nodes read, directly or through views and other nodes without rows of
    their own, as [source]. `selected`: unique ids, or none for all nodes. Pure: reads the graph.
#}
{% macro sources_read(selected, links) %}
    {%- set starts = graph.nodes.keys() | list if selected is none else selected -%}
    {%- set found, seen, left = [], {}, namespace(ids=starts) -%}
    {%- for _ in range(1000) if left.ids -%}
        {%- set further = [] -%}
        {%- for unique_id in left.ids -%}
            {%- for parent in links["parents"].get(unique_id, []) if parent not in seen -%}
                {%- do seen.update({parent: true}) -%}
                {%- if parent in graph.sources -%} {%- do found.append(graph.sources[parent]) -%}
                {%- elif graph.nodes[parent].config.materialized not in ["table", "incremental", "seed", "snapshot"] -%}
                    {%- do further.append(parent) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- set left.ids = further -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
