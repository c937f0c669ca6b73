{#
    Return all nodes that can be reached from some nodes along the links of a graph, as {unique id: true}, without the
    starts unless one leads to another. starts: {unique id: ..}; links: parents or children from lineage_graph. Pure.
#}
{% macro reached_nodes(starts, links) %}
    {%- set found, left = {}, namespace(ids=starts.keys() | list) -%}
    {%- for _ in [none] + links.keys() | list if left.ids -%}
        {%- set further = [] -%}
        {%- for unique_id in left.ids -%}
            {%- for next in links.get(unique_id, []) if next not in found -%}
                {%- do found.update({next: true}) -%} {%- do further.append(next) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- set left.ids = further -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
